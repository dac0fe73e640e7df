// Load-compose loads Compose projects with compose-go, with the options of `docker compose config` in their order.
//
// It reads one JSON request a line and answers each with one line: the canonical model as YAML, or the error.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/docker/cli/pkg/kvfile"
	"github.com/sirupsen/logrus"
)

// request is one project to load. Files and env files may be relative to the folder; without files they are looked for.
type request struct {
	Folder    string            `json:"folder"`
	Directory string            `json:"project_directory"`
	Files     []string          `json:"files"`
	EnvFiles  []string          `json:"env_files"`
	Profiles  []string          `json:"profiles"`
	Name      string            `json:"name"`
	Variables map[string]string `json:"variables"`
	Used      bool              `json:"used"` // leave out networks, volumes, secrets and configs that no service uses
}

type answer struct {
	Model    string   `json:"model,omitempty"`
	Error    string   `json:"error,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
}

// warnings collects what is logged while a project is loaded.
type warnings struct{ messages []string }

func (w *warnings) Levels() []logrus.Level { return logrus.AllLevels }

func (w *warnings) Fire(entry *logrus.Entry) error {
	w.messages = append(w.messages, entry.Message)
	return nil
}

func load(asked request) (model []byte, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	os.Clearenv()
	for name, value := range asked.Variables {
		if err := os.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	if err := os.Chdir(asked.Folder); err != nil {
		return nil, err
	}
	if len(asked.EnvFiles) == 0 {
		// the value that --env-file has when it is not given
		asked.EnvFiles = strings.FieldsFunc(os.Getenv("COMPOSE_ENV_FILES"), func(c rune) bool { return c == ',' })
	}
	options, err := cli.NewProjectOptions(asked.Files,
		cli.WithWorkingDirectory(asked.Directory),
		cli.WithOsEnv,
		cli.WithEnvFiles(asked.EnvFiles...),
		cli.WithDotEnv,
		cli.WithConfigFileEnv,
		cli.WithDefaultConfigPath,
		cli.WithEnvFiles(asked.EnvFiles...),
		cli.WithDotEnv,
		cli.WithDefaultProfiles(asked.Profiles...),
		cli.WithName(asked.Name),
		cli.WithDiscardEnvFile,
	)
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	if asked.Used {
		project = project.WithoutUnnecessaryResources()
	}
	return project.MarshalYAML()
}

func main() {
	dotenv.RegisterFormat("raw", func(r io.Reader, _ string, vars map[string]string, lookup func(string) (string, bool)) error {
		pairs, err := kvfile.ParseFromReader(r, lookup)
		if err != nil {
			return err
		}
		for _, pair := range pairs {
			for at, char := range pair {
				if char == '=' {
					vars[pair[:at]] = pair[at+1:]
					break
				}
			}
		}
		return nil
	})
	logrus.SetOutput(io.Discard)
	logrus.SetLevel(logrus.WarnLevel)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<28)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for lines.Scan() {
		var asked request
		said := &warnings{}
		logrus.StandardLogger().ReplaceHooks(logrus.LevelHooks{})
		logrus.AddHook(said)
		told := answer{}
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			told.Error = "request: " + err.Error()
		} else if model, err := load(asked); err != nil {
			told.Error = err.Error()
		} else {
			told.Model = string(model)
		}
		told.Warnings = said.messages
		if err := out.Encode(told); err != nil {
			os.Exit(1)
		}
	}
}
