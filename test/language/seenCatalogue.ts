import type { Catalogue, SeenTool } from '../../src/core/model/catalogue.ts';

const tool = (name: string, traces: number, more: Partial<SeenTool> = {}): SeenTool => ({ name, calls: traces, failed: 0, traces, lastUs: null, description: null, schema: null, arguments: [], lastResult: null, ...more });

/** What the traces of a small shop know. */
export const shopCatalogue: Catalogue = {
  traces: 60,
  tools: [
    tool('getShipment', 41, {
      calls: 48, failed: 2, lastUs: Date.UTC(2026, 1, 3, 12) * 1000, description: 'Returns the shipment of one order.', lastResult: '{"status":"in_transit"}',
      schema: {
        type: 'object', required: ['orderId'],
        properties: {
          includeEvents: { type: 'boolean' },
          carrier: { enum: ['dhl', 'no', 'ups'], description: 'Who carries it.' },
          filter: { type: 'object', required: ['since'], properties: { since: { type: 'string', description: 'First day.' }, limit: { type: 'integer', enum: [10, 50] } } },
          orderId: { type: 'string', description: 'Number of the order.' },
        },
      },
      arguments: [
        { name: 'includeEvents', calls: 12, types: ['boolean'], values: [{ value: true, count: 12 }] },
        { name: 'orderId', calls: 48, types: ['string'], values: [{ value: '12345', count: 7 }, { value: 'A-1', count: 1 }] },
        { name: 'legacy', calls: 1, types: ['number'], values: [{ value: 5, count: 1 }] },
      ],
    }),
    tool('issueRefund', 9, { schema: { type: 'object', required: ['amount', 'currency'], properties: { currency: { type: 'string', enum: ['EUR', 'USD'] }, amount: { type: 'number' } } } }),
    tool('1e3', 1),
    tool('getInvoice', 0),
  ],
  documents: [
    { id: 'policy/returns-eu', traces: 30, title: 'Returns in the EU', versions: ['2026-01', '2024'] },
    { id: 'no', traces: 2, title: null, versions: [] },
  ],
  left: { tools: 0, documents: 0 },
};
