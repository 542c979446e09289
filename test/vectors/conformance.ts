import type { Vector } from './vector.ts';

type Status = Vector['casebook']['status'];

const columns: readonly (readonly [Status, string])[] = [
  ['agrees', 'same result'],
  ['diagnostic', 'refused as invalid'],
  ['expected', 'read or judged as meant'],
  ['differs', 'differs on purpose'],
  ['optional', 'not shipped'],
];

/** `promptfoo__promptfoo/…` is of promptfoo/promptfoo. */
const projectOf = ({ id }: Vector): string => id.slice(0, id.indexOf('/')).replace('__', '/');

function row(name: string, vectors: readonly Vector[], holds: (vector: Vector) => boolean): string {
  const cells = columns.map(([status]) => {
    const of = vectors.filter((vector) => vector.casebook.status === status);
    if (of.length === 0) return '';
    return status === 'optional' ? String(of.length) : `${of.filter(holds).length} of ${of.length}`;
  });
  return `| ${[name, ...cells].join(' | ')} |`;
}

/** Markdown lines: how many vectors of each project hold, of how many. */
export function conformanceTable(vectors: readonly Vector[], holds: (vector: Vector) => boolean): readonly string[] {
  const projects = [...Map.groupBy(vectors, projectOf)].toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return [
    `| ${['project', ...columns.map(([, title]) => title)].join(' | ')} |`,
    `|---|${columns.map(() => '---:|').join('')}`,
    ...projects.map(([project, of]) => row(project, of, holds)),
    row('all', vectors, holds),
  ];
}
