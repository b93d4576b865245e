/* Runs of the program, forked for the clients of client.c. */
#ifndef SERVE_H
#define SERVE_H

typedef int main_function(int argc, char **argv);

/* Run the command, whose clients find their runs here; its exit code. */
int serve_while(char **command, main_function *program);

#endif
