/** The run store in Redis: several processes work on one run. */
package dev.millrace.state.redis;
