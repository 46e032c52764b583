export { CognitiveStackModule, cognitiveStackServices } from './cognitive-stack.module.js';
