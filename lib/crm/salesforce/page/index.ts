export { placeOf } from './place';
export { DOCKED, hasLinkedRows, listed, nameOf, visiblePage } from './read';
export { roots } from './walk';
