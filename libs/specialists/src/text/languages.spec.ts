import { languageOfWords } from './languages.js';

it.each([
  ['the cat sat on the mat and it was not there', 'english'],
  ['der Hund ist nicht in dem Haus und er kommt auch nicht', 'german'],
  ['le chat est dans la maison et il ne veut pas sortir', 'french'],
  ['el perro no está en la casa y los gatos tampoco', 'spanish'],
  ['кошка не была в доме и она не знает что это', 'russian'],
  ['de kat is niet in het huis en wij weten niet waar hij is', 'dutch'],
  ['xyzzy plugh frobnicate', 'english'],
  ['', 'english'],
])('"%s" is %s', (text, language) => {
  expect(languageOfWords(text.split(' ').filter((word) => word !== '')).name).toBe(language);
});
