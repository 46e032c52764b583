import { runService } from '@ao/service';
import { orchestrator } from './orchestrator.service.js';

void runService(orchestrator);
