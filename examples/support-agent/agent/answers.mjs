/** What the agent says about each tool's result. */
const SENTENCES = {
  getOrder: ({ orderId, items, total, status }) =>
    `Order ${orderId} (${items.map((item) => `${item.quantity} × ${item.name}`).join(', ')}, ${money(total)}) is ${status}.`,

  searchOrders: ({ email, orders }) =>
    orders.length === 0
      ? `I find no orders for ${email}.`
      : `${email} placed ${orders.length} orders: ${orders.map((order) => `${order.orderId} (${money(order.total)})`).join(', ')}.`,

  getShipmentByOrderId: ({ orderId, status, carrier, expected }) => {
    if (status === 'not_shipped') return `Order ${orderId} has not left our warehouse yet.`;
    if (status === 'delivered') return `Order ${orderId} was delivered by ${carrier} on ${day(expected)}.`;
    return `Order ${orderId} is ${status.replaceAll('_', ' ')} with ${carrier}, expected on ${day(expected)}.`;
  },

  searchPolicies: ({ documents }) =>
    documents.length === 0 ? 'I find nothing about that in our policies.' : `${documents[0].content} [${documents[0].id}]`,

  changeAddress: ({ orderId, changed, address, reason }) =>
    changed ? `Order ${orderId} now goes to ${address}.` : `I cannot change the address of order ${orderId}: ${reason}.`,

  cancelOrder: ({ orderId, cancelled, reason }) =>
    cancelled ? `Order ${orderId} is cancelled.` : `I cannot cancel order ${orderId}: ${reason}.`,

  issueRefund: ({ orderId, refunded }) => `I refunded ${money(refunded)} for order ${orderId}.`,

  requestApproval: ({ approved, approver }) =>
    approved ? `A ${approver} approved it.` : `That refund needs a ${approver}'s approval. I asked for it; no money has moved yet.`,

  escalateToHuman: ({ ticketId }) => `I pass this on to a colleague, who will get back to you (${ticketId}).`,
};

const QUESTIONS = {
  orderId: 'Which order is it about?',
  email: 'Which email address was the order placed with?',
  amount: 'How much should be refunded?',
  address: 'What is the new address?',
};

export const GREETING = 'Happy to help. Write again whenever you need us.';

export function sentenceFor(call) {
  return call.status === 'ok' ? SENTENCES[call.name](call.result) : call.result.error;
}

export function questionFor(argument) {
  return QUESTIONS[argument];
}

export function citationsOf(call) {
  return call.name === 'searchPolicies' && call.status === 'ok' ? call.result.documents.slice(0, 1).map((document) => document.id) : [];
}

function money(amount) {
  return `${amount.toFixed(2)} EUR`;
}

function day(date) {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}
