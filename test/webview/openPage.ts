export type { Size } from './pageSuite.ts';
export { sidewaysScroll } from './sideways.ts';
