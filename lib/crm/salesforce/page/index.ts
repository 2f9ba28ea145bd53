export { placeOf } from './place';
export { DOCKED, hasLinkedRows, isPopupOpen, listed, nameOf, visiblePage } from './read';
export { roots } from './walk';
