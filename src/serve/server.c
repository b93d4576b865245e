/* lc_serve(): a live city on a web page of this machine (docs/serve.md). */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/text_stream.h"
#include "output/live_page.h"
#include "serve/desk.h"
#include "serve/guard.h"

enum { CONNECTIONS = 256, IDLE_S = 30, THREADS = 4, CHECK_MS = 50 };
static const char NONCE[] = "nonce=\"@NONCE@\"";

typedef struct {
    lc_desk *desk;
    lc_guard guard;
    size_t max_body;
    int socket; /* bound to the address; -1: it is the daemon's, or there is none */
} server_t;

/* A request while its body comes in. */
typedef struct {
    char *body;
    size_t size, capacity;
    bool too_large; /* the rest of it is read and forgotten: only then there can be an answer */
} request_t;

/* ---------------------------------------------------------------------------------------------------------- answers */

/* Pages of other sites are told nothing, and this one may load nothing that is not its own. */
static void add_headers(struct MHD_Response *response, const char *type, const char *nonce) {
    char policy[512];
    snprintf(policy, sizeof policy,
             "default-src 'none'; script-src %s%s%s; style-src 'unsafe-inline'; img-src data: blob:; connect-src "
             "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
             nonce ? "'nonce-" : "'none'", nonce ? nonce : "", nonce ? "'" : "");
    MHD_add_response_header(response, "Content-Security-Policy", policy);
    MHD_add_response_header(response, "Content-Type", type);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
}

/* Send `text`, which is given away. */
static enum MHD_Result send_text(struct MHD_Connection *connection, unsigned status, const char *type, char *text,
                                 size_t size, const char *nonce) {
    struct MHD_Response *response = text ? MHD_create_response_from_buffer(size, text, MHD_RESPMEM_MUST_FREE) : NULL;
    if (!response) {
        free(text);
        return MHD_NO;
    }
    add_headers(response, type, nonce);
    if (status == 401) MHD_add_response_header(response, "WWW-Authenticate", "Bearer");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, const lc_answer *answer) {
    return send_text(connection, answer->status, answer->type, answer->text, answer->size, NULL);
}

static enum MHD_Result send_line(struct MHD_Connection *connection, unsigned status, const char *text) {
    lc_answer answer;
    lc_answer_line(&answer, status, text);
    return send_answer(connection, &answer);
}

/* A page whose scripts have a nonce of their own. */
static char *with_nonce(const char *page, const char *nonce, size_t *size) {
    lc_text_stream s;
    if (!lc_text_stream_open(&s)) return NULL;
    for (const char *at; (at = strstr(page, NONCE)); page = at + sizeof NONCE - 1) {
        fwrite(page, 1, (size_t)(at - page), s.file);
        fprintf(s.file, "nonce=\"%s\"", nonce);
    }
    fputs(page, s.file);
    if (!lc_text_stream_close(&s)) return NULL;
    *size = s.size;
    return s.text;
}

static enum MHD_Result send_page(struct MHD_Connection *connection, unsigned status, const char *page) {
    char nonce[LC_NONCE_SIZE];
    size_t size = 0;
    if (!lc_guard_random(nonce, sizeof nonce)) return send_line(connection, 500, "no random numbers");
    char *text = with_nonce(page, nonce, &size);
    return send_text(connection, status, "text/html; charset=utf-8", text, size, nonce);
}

/* --------------------------------------------------------------------------------------------------------- requests */

static const char *header(struct MHD_Connection *connection, const char *name) {
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static const char *argument(struct MHD_Connection *connection, const char *name) {
    return MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
}

/* Answer a request that is refused before anything of it is read; the others go on. */
static enum MHD_Result refuse(const server_t *server, struct MHD_Connection *connection, const char *path,
                              const char *method) {
    bool page = strcmp(path, "/") == 0;
    const char *length = header(connection, "Content-Length");
    const lc_caller caller = {.host = header(connection, "Host"),
                              .origin = header(connection, "Origin"),
                              .authorization = header(connection, "Authorization"),
                              .token = argument(connection, "token")};
    if (!lc_guard_is_meant(&server->guard, &caller))
        return send_line(connection, 403, "this server answers to its own address alone");
    if (!lc_guard_knows(&server->guard, &caller, page))
        return page ? send_page(connection, 401, lc_live_door_page(NULL))
                    : send_line(connection, 401, "the token of the printed address is missing or wrong");
    if (length && strtoull(length, NULL, 10) > server->max_body)
        return send_line(connection, 413, "the body is too large");
    if (page && strcmp(method, "GET") != 0) return send_line(connection, 405, "this way of asking is not known here");
    return MHD_YES;
}

/* More of the body; false when it is too large, or memory is out. */
static bool take_body(const server_t *server, request_t *request, const char *data, size_t size) {
    if (size > server->max_body - request->size) return false;
    if (!LC_ROOM(request->body, request->capacity, request->size + size)) return false;
    memcpy(request->body + request->size, data, size);
    request->size += size;
    return true;
}

static enum MHD_Result answer(server_t *server, struct MHD_Connection *connection, const char *path, const char *method,
                              const request_t *request) {
    if (strcmp(path, "/") == 0) return send_page(connection, 200, lc_desk_page(server->desk));
    const lc_question question = {.method = method,
                                  .path = path,
                                  .category = argument(connection, "category"),
                                  .indicator = argument(connection, "indicator"),
                                  .body = request->body,
                                  .size = request->size};
    lc_answer given = {0};
    lc_desk_answer(server->desk, &question, &given);
    return send_answer(connection, &given);
}

/* Called when the head of a request is there, for every piece of its body, and at its end. */
static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *path, const char *method,
                                  const char *version, const char *data, size_t *size, void **state) {
    server_t *server = user;
    request_t *request = *state;
    (void)version;
    if (!request) {
        *state = request = LC_NEW0(request_t, 1);
        return request ? refuse(server, connection, path, method) : MHD_NO;
    }
    if (*size) {
        request->too_large = request->too_large || !take_body(server, request, data, *size);
        *size = 0;
        return MHD_YES;
    }
    return request->too_large ? send_line(connection, 413, "the body is too large")
                              : answer(server, connection, path, method, request);
}

static void on_completed(void *user, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code) {
    request_t *request = *state;
    (void)user, (void)connection, (void)code;
    if (request) free(request->body);
    free(request);
    *state = NULL;
}

/* --------------------------------------------------------------------------------------------------------- listening
 */

/* "HOST:PORT" or "[ADDRESS]:PORT" into an address; *guard gets the host. */
static lc_status find_address(lc_context *ctx, const char *listen, lc_guard *guard, struct addrinfo **out) {
    const char *colon = strrchr(listen, ':');
    char *end;
    unsigned long port = colon ? strtoul(colon + 1, &end, 10) : 0;
    if (!colon || colon == listen || colon[1] < '0' || colon[1] > '9' || *end || port > 65535)
        return lc_fail(ctx, LC_ERR_INPUT, "--listen %s: give ADDRESS:PORT, such as 127.0.0.1:8315", listen);
    bool bracket = *listen == '[' && colon[-1] == ']';
    guard->host = lc_sprintf("%.*s", (int)(colon - listen) - 2 * bracket, listen + bracket);
    if (!guard->host) return lc_fail_memory(ctx);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    int failed = getaddrinfo(guard->host, colon + 1, &hints, out);
    if (failed)
        return lc_fail(ctx, LC_ERR_INPUT, "--listen %s: there is no such address (%s)", listen, gai_strerror(failed));
    return LC_OK;
}

static bool is_loopback(const struct sockaddr *address) {
    if (address->sa_family == AF_INET)
        return (ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr) >> 24) == 127;
    const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    return IN6_IS_ADDR_LOOPBACK(six);
}

/* A socket that has the address; *guard gets its port. -1 with errno otherwise. */
static int bind_socket(const struct addrinfo *address, lc_guard *guard) {
    struct sockaddr_storage own;
    socklen_t size = sizeof own;
    const int on = 1;
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, address->ai_addr, address->ai_addrlen) != 0 || getsockname(fd, (struct sockaddr *)&own, &size) != 0) {
        int why = errno;
        close(fd);
        errno = why;
        return -1;
    }
    guard->port = ntohs(own.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)(void *)&own)->sin6_port
                                                  : ((struct sockaddr_in *)(void *)&own)->sin_port);
    return fd;
}

static lc_status cannot_listen(lc_context *ctx, const lc_serve_options *o) {
    return lc_fail(ctx, LC_ERR_IO, "--listen %s: nothing can listen there (%s)", o->listen, strerror(errno));
}

/* Take the address before the work, so that a wrong one does not cost it; nobody is answered yet. */
static lc_status take_address(lc_context *ctx, server_t *server, const lc_serve_options *o) {
    struct addrinfo *address = NULL;
    lc_status status = find_address(ctx, o->listen, &server->guard, &address);
    if (status == LC_OK && !lc_guard_random(server->guard.token, sizeof server->guard.token))
        status = lc_fail(ctx, LC_ERR_IO, "the system gives no random numbers for a token");
    if (status == LC_OK) {
        server->guard.loopback = is_loopback(address->ai_addr);
        server->socket = bind_socket(address, &server->guard);
        if (server->socket < 0) status = cannot_listen(ctx, o);
    }
    if (address) freeaddrinfo(address);
    return status;
}

/* The socket is the daemon's then, which closes it. NULL with errno otherwise. */
static struct MHD_Daemon *start_daemon(server_t *server) {
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO, 0, NULL, NULL, on_request, server,
                         MHD_OPTION_LISTEN_SOCKET, server->socket, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS,
                         MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
                         (unsigned)IDLE_S, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_END);
    if (daemon) server->socket = -1;
    return daemon;
}

static lc_status tell_address(lc_context *ctx, const server_t *server, const lc_serve_options *o) {
    const lc_guard *guard = &server->guard;
    bool six = strchr(guard->host, ':');
    char *address = lc_sprintf("http://%s%s%s:%u/?token=%s", six ? "[" : "", guard->host, six ? "]" : "", guard->port,
                               guard->token);
    if (!address) return lc_fail_memory(ctx);
    if (o->ready) o->ready(address, !guard->loopback, o->user);
    free(address);
    return LC_OK;
}

/* The address is told while whoever comes already waits in line, and before there are threads to answer: what `ready`
   changes of the context (its progress, say) they read. Then until the context is cancelled. */
static lc_status answer_all(lc_context *ctx, server_t *server, const lc_serve_options *o) {
    if (listen(server->socket, CONNECTIONS) != 0) return cannot_listen(ctx, o);
    lc_status status = tell_address(ctx, server, o);
    if (status != LC_OK) return status;
    struct MHD_Daemon *daemon = start_daemon(server);
    if (!daemon) return cannot_listen(ctx, o);
    while (!lc_cancelled(ctx)) nanosleep(&(struct timespec){.tv_nsec = CHECK_MS * 1000000L}, NULL);
    MHD_stop_daemon(daemon);
    return LC_OK;
}

lc_status lc_serve(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_check_options *check,
                   const lc_serve_options *options) {
    lc_serve_options o = LC_SERVE_OPTIONS_INIT;
    lc_check_options c = LC_CHECK_OPTIONS_INIT;
    lc_context_begin(ctx);
    lc_status status = lc_options_read(ctx, "lc_serve_options", &o, sizeof o, options);
    if (status == LC_OK) status = lc_options_read(ctx, "lc_check_options", &c, sizeof c, check);
    if (status != LC_OK) return status;
    if (!o.listen) o.listen = "127.0.0.1:8315";
    if (!(o.max_body > 0)) o.max_body = 16 << 20;
    c.want_facilities = c.want_network = true;
    c.want_areas = c.want_gaps = false;
    c.skip_served = true;
    server_t server = {.max_body = (size_t)o.max_body, .socket = -1};
    status = take_address(ctx, &server, &o);
    if (status == LC_OK) status = lc_desk_new(ctx, city, profile, &c, &server.desk);
    if (status == LC_OK) status = answer_all(ctx, &server, &o);
    if (server.socket >= 0) close(server.socket);
    lc_desk_free(server.desk);
    free(server.guard.host);
    return status;
}
