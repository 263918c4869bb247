/** Usual given names and surnames of several countries, in lower case: what a list of known words must not let through. */
export const PEOPLE = `
  james robert john michael david william richard joseph thomas christopher charles daniel matthew anthony mark donald steven andrew paul joshua kenneth kevin brian george timothy
  ronald jason edward jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory alexander patrick frank raymond jack dennis jerry tyler
  aaron jose adam nathan henry zachary douglas peter kyle noah ethan jeremy walter christian keith roger terry austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan
  billy bruce gabriel joe logan alan juan albert willie elijah wayne randy vincent mason roy ralph bobby russell bradley philip eugene max miles ray art drew grant dean earl duke
  mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie
  rebecca sharon laura cynthia dorothy amy kathleen angela shirley emma brenda pamela nicole anna samantha katherine christine debra rachel carolyn janet maria olivia heather helen
  catherine diane julie victoria joyce lauren kelly christina ruth joan virginia judith evelyn hannah andrea megan cheryl jacqueline madison teresa abigail sophia martha sara gloria
  janice kathryn ann isabella judy charlotte julia grace amber alice jean denise frances danielle marilyn natalie beverly diana brittany theresa kayla alexis doris lori tiffany aurora
  ruby athena polly kendra iris rose robin dale vera alexa summer autumn april may june august dawn eve faith hope joy ivy jade pearl crystal violet daisy jasmine heidi anke anneliese
  hans klaus jurgen juergen uwe dieter wolfgang heinz gunter guenter stefan matthias markus lukas jonas felix maximilian leon finn paula lena lea mia marie sophie johanna katharina sabine
  pierre jacques francois luc henri camille chloe manon lucie giovanni luca marco giulia chiara francesca carlos miguel luis diego pedro sofia lucia carmen pilar ivan dmitri sergei olga
  tatiana natasha yuki hiroshi kenji akira sakura haruto wei ming jing hui xin yan chen ravi raj amit sanjay priya anjali deepak sunil anil arjun krishna mohammed mohamed ahmed ali omar
  fatima aisha hassan hussein ibrahim yusuf kofi kwame chidi ngozi amara cassandra julian deep guy rob bob bill will pat sam tom tim jim ken ted ned lee ann sue sally jill kim pam viva
  smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson taylor moore jackson martin perez thompson white harris sanchez clark
  ramirez lewis robinson walker young allen king wright torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell carter roberts gomez phillips evans turner diaz
  parker cruz edwards collins reyes stewart morris morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed howard ramos ward cox richardson watson brooks chavez wood
  bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long ross foster jimenez powell jenkins perry sullivan bell coleman butler henderson barnes fisher vasquez
  simmons romero graham wallace woods cole west owens reynolds hamilton gibson burns small day bush rice stone page black fox hunt gordon mills nichols knight ferguson hawkins dunn perkins
  hudson spencer gardner payne pierce berry matthews arnold wagner willis webb carroll elliott duncan snyder hart cunningham lane andrews bradley harper riley armstrong weaver greene
  lawson chapman hunter bishop franklin carr austin burke lynch silva oliver fields meyer banks gilbert garrett burton little ford rich frost glass gold silver cross sharp sage power lock
  link love short major minor head vital mueller muller schmidt schneider fischer weber schulz becker hoffmann schaefer koch bauer richter klein wolf schroeder neumann schwarz
  zimmermann braun krueger hofmann hartmann lange krause lehmann dubois durand leroy moreau rossi russo ferrari esposito bianchi romano colombo ricci ivanov petrov volkov sato suzuki
  takahashi tanaka watanabe ito yamamoto nakamura wang li zhang liu yang huang zhao wu zhou xu sun ma zhu hu guo he lin luo kumar singh sharma gupta khan okafor mensah ha ai
`
  .trim()
  .split(/\s+/);
