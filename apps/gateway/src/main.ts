import { runService } from '@ao/service';
import { gateway } from './gateway.service.js';

void runService(gateway);
