/**
 * Runs in: parent and worker. Files of this user alone, in places where other users can write, too.
 *
 * <p>A name in such a place proves nothing: somebody else may have taken it first. So a directory
 * is looked at before it is used, no link is followed, and what is removed is removed from the
 * directory that was looked at ({@link io.procpool.ipc.files.PrivateDirectory}).
 */
@NullMarked
package io.procpool.ipc.files;

import org.jspecify.annotations.NullMarked;
