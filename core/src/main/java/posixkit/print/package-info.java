/** How values print. <b>Internal.</b> */
package posixkit.print;
