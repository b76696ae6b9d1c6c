/**
 * Calls C functions through the foreign-function API of JDK 22 and later, without jffi and jnr-ffi. posixkit finds this module if
 * it is on the module path or on the class path. Programs do not use its classes.
 */
module posixkit.ffm {
    requires posixkit.core;

    provides posixkit.ffi.NativeAccess with
            posixkit.ffm.FfmAccess;
}
