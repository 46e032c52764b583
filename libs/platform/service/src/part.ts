import { Inject } from '@nestjs/common';

/** Nest token of a part; each service is a module of its own, so the same name in two services means two parts. */
export const partToken = (name: string): symbol => Symbol.for(`ao.part.${name}`);

/** Constructor parameter of a controller: one of the parts that the service's `parts` made, by its name. */
export const Part = (name: string): ParameterDecorator => Inject(partToken(name));
