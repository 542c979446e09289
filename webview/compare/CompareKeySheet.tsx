import { hintFor } from '../../src/core/display/pageKeys.ts';
import { Sheet } from '../shared/KeySheet.tsx';
import { compareKeys } from './keys.ts';

export function CompareKeySheet(props: { open: boolean; onClose: () => void }) {
  const lines = compareKeys.bound().filter(({ keys }) => keys.length > 0).map(({ keys, words }) => ({ hint: keys.map((key) => hintFor([key], compareKeys.onMac)).join(' '), words }));
  return <Sheet open={props.open} onClose={props.onClose} groups={[{ title: 'Compare', lines }]} />;
}
