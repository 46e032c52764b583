import { Get, type Type } from '@nestjs/common';
import { z } from 'zod';
import { Answers, HealthController, HttpController, Needs, openApiDocument } from '@ao/http';

const document = z.looseObject({ openapi: z.string() });

/** The controller that serves the OpenAPI document of these controllers and its own. */
export const openApiController = (controllers: readonly Type[]): Type => {
  @HttpController('openapi.json')
  class OpenApiController {
    @Get()
    @Needs('anyone')
    @Answers({ summary: 'This document.', answer: document })
    openapi(): z.output<typeof document> {
      const info = { title: 'Agent Orchestrator', version: '1', description: 'Trains mini-agents, measures them, and promotes what is proven better.' };
      return openApiDocument(info, [...controllers, HealthController, OpenApiController]) as z.output<typeof document>;
    }
  }
  return OpenApiController;
};
