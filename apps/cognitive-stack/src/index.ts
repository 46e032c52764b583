export { cognitiveStack } from './cognitive-stack.service.js';
