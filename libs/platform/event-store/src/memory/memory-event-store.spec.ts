import { eventStoreContract } from '../testing/event-store.contract.js';
import { memoryEventStore } from './memory-event-store.js';

eventStoreContract('memory', async () => memoryEventStore());
