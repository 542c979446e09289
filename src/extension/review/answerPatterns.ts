import type { PatternsPageApi } from '../../protocol/patternsPage.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { Services } from '../services/services.ts';

export function answerPatterns({ engines }: Services, folder: string): Handlers<PatternsPageApi> {
  return {
    readPatterns: (choice, { signal }) => engines.of(folder).client.patterns(choice, { signal }),
    patternGroup: (request, { signal }) => engines.of(folder).client.traceGroup(request, { signal }),
  };
}
