import type { evaluation } from '@ao/contracts';
import type { RpcClient } from '@ao/rpc';
import type { Knowledge, TaskDocument, TaskItem } from '@ao/specialists';

type TaskSets = RpcClient<evaluation.TaskSetServiceClient>;

const documents = async function* (taskSets: TaskSets, reference: string): AsyncGenerator<TaskDocument> {
  for await (const page of taskSets.readDocuments({ reference })) yield* page.documents;
};

const trainItems = async function* (taskSets: TaskSets, reference: string): AsyncGenerator<TaskItem> {
  for await (const { items } of taskSets.readTrainItems({ reference })) yield* items as TaskItem[];
};

/** What a served specialist may learn from: the same corpus and train split as in training, read from the evaluation harness. */
export const servedKnowledge = (taskSets: TaskSets, reference: string): Knowledge => ({
  documents: () => documents(taskSets, reference),
  items: () => trainItems(taskSets, reference),
});
