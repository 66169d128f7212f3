/**
 * Tasks as JSON: what people send is read strictly, with words about what is wrong and where; what is shown is
 * written without the values of the environment. Knows nothing of how either travels.
 */
@NullMarked
package io.meproc.json;

import org.jspecify.annotations.NullMarked;
