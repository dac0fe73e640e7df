// Asks Caddy how it reads Caddyfiles: a JSON object {"path", "text"} a line in, one with words, blocks or an error a line out.
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"

	"github.com/caddyserver/caddy/v2/caddyconfig/caddyfile"
)

type question struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

type word struct {
	Text   string `json:"text"`
	Line   int    `json:"line"`
	Quoted bool   `json:"quoted"`
}

type block struct {
	Keys     []string   `json:"keys"`
	Segments [][]string `json:"segments"`
	Braces   bool       `json:"braces"`
	Route    bool       `json:"route"`
}

type answer struct {
	Words      []word  `json:"words"`
	LexerError string  `json:"lexer_error"`
	Blocks     []block `json:"blocks"`
	Error      string  `json:"error"`
}

func texts(tokens []caddyfile.Token) []string {
	found := make([]string, 0, len(tokens))
	for _, token := range tokens {
		found = append(found, token.Text)
	}
	return found
}

func ask(asked question) answer {
	var found answer
	tokens, err := caddyfile.Tokenize([]byte(asked.Text), asked.Path)
	if err != nil {
		found.LexerError = err.Error()
	}
	for _, token := range tokens {
		found.Words = append(found.Words, word{token.Text, token.Line, token.Quoted()})
	}
	parsed, err := caddyfile.Parse(asked.Path, []byte(asked.Text))
	if err != nil {
		found.Error = err.Error()
	}
	for _, one := range parsed {
		made := block{Keys: texts(one.Keys), Braces: one.HasBraces, Route: one.IsNamedRoute, Segments: [][]string{}}
		for _, segment := range one.Segments {
			made.Segments = append(made.Segments, texts(segment))
		}
		found.Blocks = append(found.Blocks, made)
	}
	return found
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	in := json.NewDecoder(lines)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.More() {
		var asked question
		if err := in.Decode(&asked); err != nil {
			log.Fatal(err)
		}
		if err := out.Encode(ask(asked)); err != nil {
			log.Fatal(err)
		}
	}
}
