/**
 * What providers do to a node, over real sockets: a raw client on one side, scripted providers on
 * the other. A new test begins with {@link lab.app.e2e.provider.WithLab}; it has a {@link
 * lab.app.e2e.provider.Lab} (a node and its providers), {@link lab.app.e2e.provider.Wire} (what a
 * provider of each kind says) and {@link lab.app.e2e.provider.Client}.
 *
 * <p>Test threads block; everything under test runs on its own event loops.
 */
@NullMarked
package lab.app.e2e.provider;

import org.jspecify.annotations.NullMarked;
