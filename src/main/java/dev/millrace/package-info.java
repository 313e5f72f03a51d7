/** millrace: takes data out of MongoDB and puts it somewhere else. */
@NullMarked
package dev.millrace;

import org.jspecify.annotations.NullMarked;
