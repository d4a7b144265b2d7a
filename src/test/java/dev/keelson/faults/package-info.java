/// The fault engine: a PKCS#11 module, written in C (`src/test/native`), that is SoftHSM until a
/// test wants it to fail: to refuse, wait, hang, crash, lie, or lose its device.
///
/// It is a module like a vendor's, so nothing of Keelson knows of it, and a test changes the faults
/// under a living daemon, in this process or in another.
@NullMarked
package dev.keelson.faults;

import org.jspecify.annotations.NullMarked;
