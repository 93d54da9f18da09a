export { readBytes, readIfThere, readText, statOf, tooLarge } from '../../node/read-file.ts';
