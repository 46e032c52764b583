export { LogicUnitModule, logicUnitServices } from './logic-unit.module.js';
