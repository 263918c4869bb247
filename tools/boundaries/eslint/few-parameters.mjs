const MOST_PARAMETERS = 3;
/** Nest hands a class its parts one by one; more than this is a class with too many cares. */
const MOST_INJECTED = 6;

const decoratorsOf = (parameter) => parameter.decorators ?? [];
const isInjected = (node) => node.parent.type === 'MethodDefinition' && node.parent.kind === 'constructor' && isDecoratedClass(node.parent.parent.parent);
const isDecoratedClass = (node) => node.decorators.length > 0 || node.body.body.some((member) => member.kind === 'constructor' && member.value.params.some((parameter) => decoratorsOf(parameter).length > 0));

/** At most three parameters, then an object; a constructor that is injected takes at most six. */
export const fewParameters = {
  meta: { type: 'problem', schema: [], messages: { forbidden: '{{count}} parameters, at most {{most}}: make them an object, or split what needs them.' } },
  create: (context) => {
    const check = (node) => {
      const most = node.type === 'FunctionExpression' && isInjected(node) ? MOST_INJECTED : MOST_PARAMETERS;
      if (node.params.length > most) context.report({ node, messageId: 'forbidden', data: { count: String(node.params.length), most: String(most) } });
    };
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};
