import { Get } from '@nestjs/common';
import { z } from 'zod';
import { Answers, HealthController, HttpController, Needs, openApiDocument } from '@ao/http';
import { ActionsController } from '../actions/actions.controller.js';
import { EvidenceController } from '../evidence/evidence.controller.js';
import { EventsController } from '../events/events.controller.js';
import { JobsController } from '../state/jobs.controller.js';
import { SpecialistsController } from '../specialists/specialists.controller.js';
import { StateController } from '../state/state.controller.js';
import { EpisodesController } from '../task-sets/episodes.controller.js';
import { TaskSetsController } from '../task-sets/task-sets.controller.js';
import { ContentsController } from '../training/contents.controller.js';
import { TrainingController } from '../training/training.controller.js';

/** The controllers of the public interface. */
export const publicControllers = [
  TrainingController,
  ContentsController,
  JobsController,
  EvidenceController,
  EpisodesController,
  TaskSetsController,
  SpecialistsController,
  ActionsController,
  StateController,
  EventsController,
];

const info = {
  title: 'Agent Orchestrator',
  version: '1.0.0',
  description:
    'Trains mini-agents on task sets under leases, measures them, and promotes only what is proven better. POST /actions changes things, GET /events streams what happens, GET /state reads.',
};

/** The description of all this. */
@HttpController('openapi.json')
export class OpenApiController {
  private document: object | undefined;

  @Get()
  @Needs('anyone')
  @Answers({ summary: 'This document.', answer: z.looseObject({ openapi: z.string() }) })
  getOpenApi(): object {
    this.document ??= openApiDocument(info, [...publicControllers, HealthController, OpenApiController]);
    return this.document;
  }
}
