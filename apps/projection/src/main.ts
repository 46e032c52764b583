import { runService } from '@ao/service';
import { projection } from './projection.service.js';

void runService(projection);
