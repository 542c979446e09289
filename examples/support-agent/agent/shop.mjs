import { searchPolicies } from './search-policies.mjs';

/** A tool could not do its work. `passing`: the same call may work a moment later. */
export class ToolError extends Error {
  constructor(message, { passing = false } = {}) {
    super(message);
    this.name = 'ToolError';
    this.passing = passing;
  }
}

/**
 * The tools, by name, over one copy of the shop's data. What they change is gone when the run ends,
 * so every run meets the same shop and can be repeated.
 */
export function openShop(data) {
  const shop = structuredClone(data);

  const orderOf = (orderId) => {
    const order = shop.orders[orderId];
    if (order === undefined) throw new ToolError(`There is no order ${orderId}.`);
    return order;
  };

  return {
    settings: shop.settings,
    tools: {
      getOrder({ orderId }) {
        const { customer, ...order } = orderOf(orderId);
        return { orderId, customer: shop.customers[customer].name, ...order };
      },

      searchOrders({ email }) {
        const customer = Object.keys(shop.customers).find((id) => shop.customers[id].email === email);
        const orders = Object.entries(shop.orders).filter(([, order]) => order.customer === customer);
        return { email, orders: orders.map(([orderId, { placedAt, total }]) => ({ orderId, placedAt, total })).toReversed() };
      },

      getShipmentByOrderId({ orderId }) {
        orderOf(orderId);
        const shipment = shop.shipments[orderId];
        if (shipment === undefined) return { orderId, status: 'not_shipped' };
        if (!shop.carriers[shipment.carrier].online) throw new ToolError(`${shipment.carrier} does not answer.`, { passing: true });
        return { orderId, ...shipment };
      },

      searchPolicies({ query }) {
        return { documents: searchPolicies(shop.documents, query) };
      },

      changeAddress({ orderId, address }) {
        const order = orderOf(orderId);
        if (order.status !== 'open') return { orderId, changed: false, reason: 'it has left the warehouse' };
        order.address = address;
        return { orderId, changed: true, address };
      },

      cancelOrder({ orderId }) {
        const order = orderOf(orderId);
        if (order.status !== 'open') return { orderId, cancelled: false, reason: 'it has left the warehouse' };
        order.status = 'cancelled';
        return { orderId, cancelled: true };
      },

      issueRefund({ orderId, amount, currency }) {
        if (amount > orderOf(orderId).total) throw new ToolError(`Order ${orderId} cost less than ${amount} ${currency}.`);
        shop.refunds.push({ orderId, amount, currency });
        return { orderId, refunded: amount, currency };
      },

      requestApproval({ action, amount }) {
        const approved = amount <= shop.settings.standingApproval;
        return { action, approved, approver: 'supervisor', status: approved ? 'granted' : 'waiting' };
      },

      escalateToHuman({ reason }) {
        const ticketId = `T-${shop.settings.nextTicket}`;
        shop.tickets.push({ ticketId, reason });
        return { ticketId, queue: 'support' };
      },
    },
  };
}
