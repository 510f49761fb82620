/**
 * The seam to the end of the process, so that a node that gives up stops itself and nothing else.
 */

/**
 * Ends the node that calls this: in a server its process, in the simulator one of many nodes.
 *
 * @param code 0 for a wanted end; anything else says that something is wrong
 */
export type Exit = (code: number) => void;
