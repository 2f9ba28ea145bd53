export { placeOf } from './place';
export { docked, hasLinkedRows, heads, isPopupOpen, listed, nameOf, PUSHED, visiblePage } from './read';
export { roots } from './walk';
