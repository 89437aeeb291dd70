/** A generator of load: it holds all clients of some documents, and counts which words reached whom after how long. */
import { answerLoad } from './load';

answerLoad();
