/** Calls C functions through the foreign-function API of the JDK. <b>Internal.</b> */
package posixkit.ffm;
