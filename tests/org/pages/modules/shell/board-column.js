import { day, money } from 'org/format';

import { h } from './dom.js';

/** The virtualizer keeps this many cards of a column in the document and moves them along while it is scrolled. */
const CARDS_KEPT = 13;
const CARD_HEIGHT = 104;
const CARDS_ABOVE = 2;

function emptyCard() {
  const link = h('a', { class: 'textUnderline outputLookupLink slds-truncate forceOutputLookup' });
  const account = h('a', { class: 'slds-truncate outputLookupLink' });
  const amount = h('span', { class: 'sfaOpportunityDealMotionAmount' });
  const closeDate = h('span', { class: 'uiOutputDate' });
  const body = h(
    'div',
    {},
    h('h3', { class: 'primaryDisplayField slds-truncate' }, link),
    h('div', { class: 'slds-truncate orgCardAccount' }, account),
    h('div', { class: 'slds-truncate' }, amount),
    h('div', { class: 'sfaOpportunityDealMotionCloseDate slds-truncate' }, closeDate),
  );
  const item = h('li', { class: 'runtime_sales_pipelineboardPipelineViewCardStencil' }, body);
  const fill = (card) => {
    body.className = `slds-box pipelineViewCard ${card.Id} forceDraggable`;
    link.textContent = card.name;
    link.title = card.name;
    link.href = card.url;
    account.textContent = card.account;
    if (card.accountUrl) account.href = card.accountUrl;
    else account.removeAttribute('href');
    amount.textContent = money(card.amount, card.currency, 0);
    closeDate.textContent = day(card.closeDate);
  };
  return { item, fill };
}

/** A stage's column. Its cards are re-used elements: the same card shows another deal after scrolling. */
export function boardColumn(column) {
  const pool = Array.from({ length: Math.min(CARDS_KEPT, column.cards.length) }, emptyCard);
  const list = h('ul', { class: 'orgCardList' }, ...pool.map((card) => card.item));
  const scroller = h('div', { class: 'orgCardScroller uiScroller' }, list);
  let first = -1;

  function place() {
    const last = Math.max(0, column.cards.length - pool.length);
    const wanted = Math.min(last, Math.max(0, Math.floor(scroller.scrollTop / CARD_HEIGHT) - CARDS_ABOVE));
    if (wanted === first) return;
    first = wanted;
    pool.forEach((card, index) => card.fill(column.cards[first + index]));
    list.style.paddingTop = `${first * CARD_HEIGHT}px`;
    list.style.paddingBottom = `${(last - first) * CARD_HEIGHT}px`;
  }

  scroller.addEventListener('scroll', () => requestAnimationFrame(place));
  if (pool.length > 0) place();
  return h(
    'div',
    { class: 'runtime_sales_pipelineboardPipelineViewColumn' },
    h(
      'div',
      { class: 'orgColumnHead' },
      h('h2', { class: 'stageHeaderLabel slds-truncate', title: column.stage }, `${column.stage} (${column.cards.length})`),
    ),
    scroller,
    h('div', { class: 'orgColumnSum' }, money(column.total, column.currency, 0)),
  );
}
