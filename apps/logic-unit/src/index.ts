export { logicUnit } from './logic-unit.service.js';
