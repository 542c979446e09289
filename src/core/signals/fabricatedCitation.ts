import type { Found, SignalRule } from './signal.ts';
import { listed, named } from './words.ts';

export const fabricatedCitation: SignalRule = {
  id: 'fabricatedCitation',
  title: 'Fabricated citation',
  describe: 'The model cites a document that no step of the run retrieved.',
  severity: 'error',
  find({ said, assembled }) {
    if (!assembled.ordered.some((span) => span.documents.length > 0)) return [];
    return said.flatMap(({ step, values }): Found[] => {
      const invented = [...new Set(values.filter(({ kind, sources }) => kind === 'citation' && sources.length === 0).map(({ text }) => text))];
      if (invented.length === 0) return [];
      return [{ steps: [step], why: `${listed(invented.map((text) => `“${named(text)}”`))} ${invented.length === 1 ? 'is no document' : 'are no documents'} of this run`, tag: `${invented.length} invented` }];
    });
  },
};
