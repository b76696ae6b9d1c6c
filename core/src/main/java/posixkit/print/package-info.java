/** Converts values to text, for example for logs. <b>Internal.</b> */
package posixkit.print;
