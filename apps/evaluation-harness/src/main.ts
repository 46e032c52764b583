import { runService } from '@ao/service';
import { evaluationHarness } from './evaluation-harness.service.js';

void runService(evaluationHarness);
