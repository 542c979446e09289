import type { EvalCase } from '../model/evalCase.ts';
import type { RetrievedDocument } from '../model/span.ts';
import type { Trial } from '../model/trace.ts';
import type { Evaluator, Finding } from './evaluator.ts';
import { check, fail, notMeasured, pass, redactedFinding } from './finding.ts';
import { globMatches } from './glob.ts';
import { broughtBy, lostDocumentField } from './retrievedDocuments.ts';
import { snapshotOf } from './snapshot.ts';

type Stated = NonNullable<NonNullable<EvalCase['retrieval']>['provenance']>;

/** What a chunk does not say of where it comes from; undefined where it says all that is asked. */
function lack(stated: Stated, document: RetrievedDocument, trial: Trial): string | undefined {
  const sources = [document.source, document.id].flatMap((each) => (each === null || each === '' ? [] : [each]));
  if ((stated.requireSource || stated.allowedSources) && sources.length === 0) return 'states no source';
  if (stated.requireVersion && (document.version === null || document.version === '')) return 'states no version';
  if (stated.requireSnapshot && snapshotOf(document, trial) === null) return 'states no snapshot of the index';
  const { allowedSources } = stated;
  return allowedSources && !sources.some((source) => allowedSources.some((glob) => globMatches(glob, source))) ? `comes from ${sources[0]}, which is not allowed` : undefined;
}

function provenanceFinding(stated: Stated, trial: Trial): Finding {
  const { retrieved } = trial;
  const compared = { expected: { ...stated } };
  if (retrieved === null) return notMeasured('the run recorded no retrieval', compared);
  if (retrieved.length === 0) return notMeasured('nothing was retrieved', compared);
  const lost = lostDocumentField(trial, ['id', 'source', 'version', 'metadata']);
  if (lost !== undefined) return redactedFinding(lost, compared);
  const lacks = retrieved.map((document) => lack(stated, document, trial));
  const wrong = lacks.findIndex((each) => each !== undefined);
  const score = lacks.filter((each) => each === undefined).length / lacks.length;
  const document = retrieved[wrong];
  if (!document) return pass('every document says where it comes from', compared);
  const actual = { id: document.id, source: document.source, version: document.version, snapshot: snapshotOf(document, trial) };
  return fail(`retrieved[${wrong}]${document.id === null ? '' : ` ${document.id}`} ${lacks[wrong]}`, { ...compared, actual, score, at: broughtBy(trial, wrong) });
}

/** `retrieval.provenance`: what every chunk must say of where it comes from (METRICS 6). */
export const provenance: Evaluator = {
  id: 'provenance',
  metrics: [{
    id: 'provenance', unit: 'share', direction: 'up', basis: 'record', section: '6',
    measure: ({ retrieval }, trial) => (retrieval?.provenance ? provenanceFinding(retrieval.provenance, trial).score : null),
  }],
  plan({ retrieval }) {
    const stated = retrieval?.provenance;
    return stated ? [check('retrieval.provenance', ['retrieval', 'provenance'], 'provenance', (trial) => provenanceFinding(stated, trial))] : [];
  },
};
