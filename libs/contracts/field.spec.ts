import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { field, fieldsOf } from './field';
import { AVAILABILITY_ZONE, INSTANCE_TYPE, INSTANCE_TYPE_PATTERN, REGION } from './dto/aws-names';
import { dayOrTimeRule, textRule, timeRule } from './field-rules';

class Inner {
  @field.flag({ what: 'inner' })
  readonly on!: boolean;
}

class Parent {
  @field.number({ what: 'A share.', unit: 'percent', min: 0, max: 100, above: true, example: 5 })
  readonly share!: number;
}

class Example extends Parent {
  @field.text({ what: 'A name.', max: 3, pattern: /^[a-z]+$/, optional: true })
  readonly name?: string;

  @field.object({ what: 'An object.', type: () => Inner, optional: true })
  readonly inner?: Inner;
}

/** Where @nestjs/swagger keeps what it was told. */
const documented = (property: string): unknown => Reflect.getMetadata('swagger/apiModelProperties', Example.prototype, property);
const problems = (values: object): readonly string[] => validateSync(Object.assign(Object.create(Example.prototype) as object, values)).map(({ property }) => property);

describe('a field', () => {
  it('is declared once: for class-validator, for OpenAPI and for the reader of bodies', () => {
    expect(problems({ share: 0 })).toEqual(['share']);
    expect(problems({ share: 1, name: 'abcd' })).toEqual(['name']);
    expect(problems({ share: 1, name: 'ab' })).toEqual([]);
    expect(documented('share')).toMatchObject({ type: 'number', exclusiveMinimum: 0, maximum: 100, description: 'A share. Unit: percent.', example: 5, required: true });
    expect(documented('name')).toMatchObject({ type: 'string', maxLength: 3, pattern: '^[a-z]+$', required: false });
  });

  it('is inherited, the parents first', () => {
    expect([...fieldsOf(Example).keys()]).toEqual(['share', 'name', 'inner']);
    expect([...fieldsOf(Parent).keys()]).toEqual(['share']);
  });

  it('knows the class of an object', () => {
    expect(fieldsOf(Example).get('inner')?.nested?.()).toBe(Inner);
  });
});

describe('a name', () => {
  it.each([
    [REGION, 'mars-west-1', 'UNKNOWN_REGION must be an AWS region such as us-east-1, not "mars-west-1"'],
    [AVAILABILITY_ZONE, 'us-east-1', 'BAD_FIELD must be an availability zone such as us-east-1a or use1-az4, not "us-east-1"'],
    [INSTANCE_TYPE, 'm5', 'UNKNOWN_INSTANCE_TYPE must be an instance type such as m5.large, not "m5"'],
    [INSTANCE_TYPE_PATTERN, 'm5.?', 'UNKNOWN_INSTANCE_TYPE must be an instance type such as m5.large or a pattern such as m5.*, not "m5.?"'],
    [{ pattern: /^[a-z]+$/ }, '5', 'BAD_FIELD must be text of the form ^[a-z]+$, not "5"'],
  ])('of another form is refused in words for people: %j', (bounds, value, expected) => {
    const { code, message } = textRule(bounds)(value) ?? {};
    expect(`${code} ${message}`).toBe(expected);
  });
});

describe('a time', () => {
  it('is accepted whenever it is one', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(timeRule(date.toISOString())).toBeUndefined();
        expect(dayOrTimeRule(date.toISOString().slice(0, 10))).toBeUndefined();
      }),
    );
  });

  it.each(['2026-11-20', '2026-11-20T10:00', '2026-11-20T10:00:00', '2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-11-20T24:00:00Z', '2026-11-20T10:00:60Z', '2026-11-20 10:00:00Z', 5, null])(
    'is not %j',
    (value) => {
      expect(timeRule(value)).toMatchObject({ code: 'BAD_TIME' });
    },
  );

  it('may have an offset and fractions', () => {
    expect(timeRule('2024-02-29T10:00:00.123456+05:30')).toBeUndefined();
  });
});
