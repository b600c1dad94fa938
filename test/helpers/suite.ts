/** The one door to the test runner, so that a move to another is one file. */
import * as assert from 'uvu/assert';
import { suite } from 'uvu';

export { assert, suite };
