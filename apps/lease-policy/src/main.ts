import { runService } from '@ao/service';
import { leasePolicy } from './lease-policy.service.js';

void runService(leasePolicy);
