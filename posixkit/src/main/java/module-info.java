/**
 * Everything that a program needs of posixkit. A program that requires this module can use the packages of {@code posixkit.core}. The
 * JVM finds {@code posixkit.linux}, {@code posixkit.darwin} and {@code posixkit.ffm} on the module path as services.
 */
module posixkit {
    requires transitive posixkit.core;
}
