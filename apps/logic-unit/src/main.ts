import { runService } from '@ao/service';
import { logicUnit } from './logic-unit.service.js';

void runService(logicUnit);
