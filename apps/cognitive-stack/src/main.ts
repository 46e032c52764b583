import { runService } from '@ao/service';
import { cognitiveStack } from './cognitive-stack.service.js';

void runService(cognitiveStack);
